import { Schema } from 'mongoose';

/** `Decimal128` keeps cents exact. A product has a number as its id, as in every other database of the sample. */
export const ProductSchema = new Schema(
  {
    _id: { type: Number, alias: 'id' },
    name: { type: String, required: true },
    price: { type: Schema.Types.Decimal128, required: true },
    stock: { type: Number, required: true },
  },
  {
    collection: 'products',
    versionKey: 'version',
    optimisticConcurrency: true,
    timestamps: { createdAt: false, updatedAt: true },
  },
);
