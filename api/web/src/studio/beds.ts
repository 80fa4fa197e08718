// Pieces of music, read from when the draft is opened, so that the first press of play has them.

/** How sound is reckoned with: 48 kHz in two channels, as the renderer does. */
const RATE = 48_000;

export class Beds {
  readonly #tracks = new Map<string, AudioBuffer | null>();

  /** A track's sound; undefined while it is not there. */
  get(track: string): AudioBuffer | undefined {
    return this.#tracks.get(track) ?? undefined;
  }

  /** Have a track's sound at hand; one that can't be had or read is not heard. */
  bring(track: string, address: string): void {
    if (address === '' || this.#tracks.has(track)) {
      return;
    }
    this.#tracks.set(track, null);
    fetch(address, { priority: 'low' })
      .then((answer) => (answer.ok ? answer.arrayBuffer() : Promise.reject(new Error(answer.statusText))))
      .then((bytes) => new OfflineAudioContext(2, 1, RATE).decodeAudioData(bytes))
      .then((buffer) => this.#tracks.set(track, buffer))
      .catch(() => this.#tracks.delete(track));
  }
}
