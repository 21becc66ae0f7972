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
    return this.bytes(field, new TextEncoder().encode(text));
  }

  message(field: number, write: (message: ProtobufWriter) => void): this {
    const inner = new ProtobufWriter();
    write(inner);
    return this.bytes(field, inner.finish());
  }

  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #tag(field: number, wireType: number): void {
    this.#varint(field * 8 + wireType);
  }

  /** Non-negative values up to 2^53, and negative ones as the 64-bit two's complement protobuf asks for. */
  #varint(value: number): this {
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
