import { Body, Controller, Param, ParseIntPipe, Put } from '@nestjs/common';
import { IfMatch, Versioned, type ExpectedVersion, type LookupRequest } from 'nestjs-etag';
import { InjectVersionedRepository, VersionedRepository } from 'nestjs-etag/typeorm';
import { Column, Entity, PrimaryGeneratedColumn, VersionColumn } from 'typeorm';

interface User {
  readonly tenantId: number;
}

@Entity('invoices')
export class Invoice {
  @PrimaryGeneratedColumn() id!: number;
  @Column('int') tenantId!: number;
  @Column('varchar') text!: string;
  @VersionColumn() version!: number;
}

@Controller('invoices')
@Versioned(Invoice, { where: ({ user }: LookupRequest<{ user: User }>) => ({ tenantId: user.tenantId }) })
export class InvoicesController {
  constructor(@InjectVersionedRepository(Invoice) private readonly invoices: VersionedRepository<Invoice>) {}

  @Put(':id')
  update(
    @Param('id', ParseIntPipe) id: number,
    @Body() changes: Pick<Invoice, 'text'>,
    @IfMatch() expected: ExpectedVersion,
  ): Promise<Invoice> {
    return this.invoices.update({ id, ...expected.where }, changes, expected);
  }
}
