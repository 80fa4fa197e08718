// The small pictures and waveforms of a draft's clips, as they come.
import type { Drawable } from './strips.ts';
import type { Proxy as Clip, Media } from './types.ts';

/** What has come of the clips; `changed` is called for each piece. What can't be had is not drawn. */
export class Clips {
  readonly #changed: () => void;
  #media: Media | null = null;
  #drawables: readonly Drawable[] = [];

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get drawables(): readonly Drawable[] {
    return this.#drawables;
  }

  bring(media: Media): void {
    if (media === this.#media || JSON.stringify(media) === JSON.stringify(this.#media)) {
      return;
    }
    this.#media = media;
    this.#drawables = media.proxies.map((clip) => ({ clip, picture: null, peaks: [] }));
    for (const [source, clip] of media.proxies.entries()) {
      this.#bringPicture(source, clip);
      this.#bringPeaks(source, clip);
    }
  }

  #bringPicture(source: number, clip: Clip): void {
    if (clip.thumbs.url !== '') {
      const picture = new Image();
      picture.src = clip.thumbs.url;
      picture.addEventListener('load', () => this.#put(source, clip, { picture }));
    }
  }

  #bringPeaks(source: number, clip: Clip): void {
    if (clip.peaks !== '') {
      fetch(clip.peaks)
        .then((answer) => (answer.ok ? answer.json() : []))
        .then((peaks: readonly number[]) => this.#put(source, clip, { peaks }))
        .catch(() => undefined);
    }
  }

  #put(source: number, clip: Clip, came: Partial<Drawable>): void {
    const now = this.#drawables[source];
    if (now?.clip === clip) {
      this.#drawables = this.#drawables.with(source, { ...now, ...came });
      this.#changed();
    }
  }
}
