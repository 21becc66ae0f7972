const UTF8 = new TextEncoder();
/** Of a string's UTF-16 units, as UTF-8. */
const MOST_BYTES_OF_A_UNIT = 3;

/** The few lines of protobuf's wire format that writing an ONNX model takes. */
export class ProtobufWriter {
  #bytes = new Uint8Array(1 << 12);
  #length = 0;

  varint(field: number, value: number): this {
    this.#tag(field, 0);
    return this.#varint(value);
  }

  float(field: number, value: number): this {
    this.#tag(field, 5);
    new DataView(this.#reserve(4).buffer).setFloat32(this.#length, value, true);
    this.#length += 4;
    return this;
  }

  bytes(field: number, bytes: Uint8Array): this {
    this.#tag(field, 2);
    this.#varint(bytes.length);
    this.#reserve(bytes.length).set(bytes, this.#length);
    this.#length += bytes.length;
    return this;
  }

  string(field: number, text: string): this {
    return this.message(field, () => {
      const room = this.#reserve(text.length * MOST_BYTES_OF_A_UNIT).subarray(this.#length);
      this.#length += UTF8.encodeInto(text, room).written;
    });
  }

  /** A message within this one, which is written in its place: a network has thousands. */
  message(field: number, write: (message: ProtobufWriter) => void): this {
    this.#tag(field, 2);
    const start = this.#length;
    write(this);
    const end = this.#length;
    // Its length goes before it, and is known only now: written behind it, then put in its place.
    this.#varint(end - start);
    const length = this.#bytes.slice(end, this.#length);
    this.#bytes.copyWithin(start + length.length, start, end).set(length, start);
    return this;
  }

  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #tag(field: number, wireType: number): void {
    this.#varint(field * 8 + wireType);
  }

  /** Non-negative values up to 2^53, and negative ones as the 64-bit two's complement protobuf asks for. */
  #varint(value: number): this {
    if (value >= 0 && value < 0x80) {
      this.#reserve(1)[this.#length++] = value;
      return this;
    }
    let rest = BigInt.asUintN(64, BigInt(value));
    const target = this.#reserve(10);
    while (rest >= 0x80n) {
      target[this.#length++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    target[this.#length++] = Number(rest);
    return this;
  }

  #reserve(extra: number): Uint8Array<ArrayBuffer> {
    if (this.#length + extra > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + extra));
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    return this.#bytes;
  }
}
