export function webpOf(picture: Uint8Array): Promise<Buffer>;
