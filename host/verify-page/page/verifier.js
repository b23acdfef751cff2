// The verifier: the host's own Rust, compiled for browsers. See ../src/lib.rs.

/** Loads it. */
export async function load() {
  const { instance } = await WebAssembly.instantiateStreaming(fetch("verifier.wasm"), {});
  return new Verifier(instance.exports);
}

class Verifier {
  #wasm;

  constructor(wasm) {
    this.#wasm = wasm;
  }

  #put(bytes) {
    const at = this.#wasm.input(bytes.length);
    new Uint8Array(this.#wasm.memory.buffer, at, bytes.length).set(bytes);
  }

  #take() {
    const at = this.#wasm.output();
    return new TextDecoder().decode(new Uint8Array(this.#wasm.memory.buffer, at, this.#wasm.output_length()));
  }

  /** Takes the root keys whose lists are trusted; gives whether they are such keys. */
  roots(bytes) {
    this.#put(bytes);
    return this.#wasm.roots() === 1;
  }

  /**
   * Takes the trust list, if it is trusted and not below the highest number known for its root key. Gives what is in
   * it, or `{ rejected }` with the reason.
   */
  trust(bytes, known) {
    const line = new TextEncoder().encode(`${JSON.stringify(known)}\n`);
    const input = new Uint8Array(line.length + bytes.length);
    input.set(line);
    input.set(bytes, line.length);
    this.#put(input);
    this.#wasm.trust(Date.now());
    return JSON.parse(this.#take());
  }

  /** Takes a list of statuses; gives whether it is one. */
  addList(bytes) {
    this.#put(bytes);
    return this.#wasm.add_list() === 1;
  }

  /** Checks the text of a code. */
  check(text) {
    this.#put(new TextEncoder().encode(text));
    this.#wasm.check(Date.now());
    return JSON.parse(this.#take());
  }

  /** The text of the code on a picture, or null. */
  scan({ data, width, height }) {
    const grey = new Uint8Array(width * height);
    for (let pixel = 0; pixel < grey.length; pixel += 1) {
      const at = pixel * 4;
      // What the eye makes of red, green and blue; see-through counts as paper.
      const seen = 0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2];
      grey[pixel] = 255 - ((255 - seen) * data[at + 3]) / 255;
    }
    this.#put(grey);
    return this.#wasm.scan(width, height) === 1 ? this.#take() : null;
  }
}
