/** They come without types. */
declare module 'express-compression' {
  export default function compression(options: { threshold: number }): unknown;
}
declare module 'http-compression' {
  export default function compression(options: { threshold: number; brotli: boolean }): unknown;
}
