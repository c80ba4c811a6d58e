/** For the libraries that create no tables by themselves, with the product that is raced for. */
export const CREATE_PRODUCTS = [
  `CREATE TABLE products (
    id integer PRIMARY KEY, name varchar(200) NOT NULL, stock integer NOT NULL, version integer NOT NULL)`,
  `INSERT INTO products VALUES (101, '', 0, 1)`,
];
