import { ValidateBy } from 'class-validator';

const HIGHEST_PRICE = 1_000_000;

/** Not below zero, and no more than two decimals: what the column keeps without rounding. */
function isPrice(value: unknown): value is number {
  if (typeof value !== 'number' || !(value >= 0 && value <= HIGHEST_PRICE)) return false;
  return Math.round(value * 100) / 100 === value;
}

export function IsPrice(): PropertyDecorator {
  const message = `$property must be a number from 0 to ${HIGHEST_PRICE} with at most two decimals`;
  return ValidateBy({ name: 'isPrice', validator: { validate: isPrice, defaultMessage: () => message } });
}
