import { ApiProperty } from '@nestjs/swagger';
import { Column, Entity, PrimaryGeneratedColumn, UpdateDateColumn, VersionColumn } from 'typeorm';
import { MOMENT } from '../database/database-type.js';

/** `numeric` keeps cents exact, and comes back as text. */
const AS_NUMBER = { to: (price: number) => price, from: (price: string) => Number(price) };

@Entity('products')
export class Product {
  @ApiProperty({ type: 'integer' })
  @PrimaryGeneratedColumn()
  id!: number;

  @ApiProperty()
  @Column('text')
  name!: string;

  @ApiProperty()
  @Column('numeric', { precision: 12, scale: 2, transformer: AS_NUMBER })
  price!: number;

  @ApiProperty({ type: 'integer' })
  @Column('integer')
  stock!: number;

  /** Counted up by every UPDATE: the entity-tag of the product. */
  @ApiProperty({ type: 'integer' })
  @VersionColumn()
  version!: number;

  @ApiProperty()
  @UpdateDateColumn({ type: MOMENT })
  updatedAt!: Date;
}
