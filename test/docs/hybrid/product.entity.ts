import { Column, Entity, PrimaryGeneratedColumn, VersionColumn } from 'typeorm';

@Entity()
export class Product {
  @PrimaryGeneratedColumn() id!: number;
  @Column('text') name!: string;
  @VersionColumn() version!: number;
}
