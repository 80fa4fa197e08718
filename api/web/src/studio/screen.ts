// The two canvases of the player: the clip's picture, and what is laid over it.
import type { Box } from '../plan/types.ts';
import { FAMILY } from './captions.ts';
import { alike, type Over, Overlay, overAt } from './overlay.ts';
import { Picture, type Seen } from './picture.ts';
import type { State } from './store.ts';

/** Device pixels of the picture's short side beyond which proxies show nothing more. */
const LARGEST = 1080;
const NOTHING: Over = { cue: undefined, card: undefined, below: 0 };

export class Screen {
  readonly #host: HTMLElement;
  readonly #canvases: readonly HTMLCanvasElement[];
  readonly #picture: Picture;
  readonly #overlay: Overlay;
  #over: Over | null = null;
  #seen: { readonly video: HTMLVideoElement; readonly seen: Seen } | null = null;
  #card: HTMLImageElement | null = null;

  /** `host` holds the two canvases, and is told what they show by attributes. */
  constructor(host: HTMLElement, picture: HTMLCanvasElement, over: HTMLCanvasElement) {
    this.#host = host;
    this.#canvases = [picture, over];
    this.#picture = new Picture(picture);
    this.#overlay = new Overlay(over);
  }

  /** Draw a frame of a clip, which a video shows now. */
  draw({ plan }: State, seen: Seen, video: HTMLVideoElement): void {
    this.#seen = { video, seen };
    this.#picture.draw(plan, seen, video);
    this.#host.setAttribute('data-source', String(seen.source));
    this.#host.setAttribute('data-frame', String(seen.frame));
  }

  /** Draw what is over the picture, if it is not what is there; `bare` is a picture that is not in the video. */
  lay({ plan, playhead, document }: State, bare: boolean, anyway = false): void {
    const over = bare ? NOTHING : overAt(plan, playhead);
    if (anyway || this.#over === null || !alike(over, this.#over)) {
      this.#over = over;
      const ready = this.#card?.complete === true && this.#card.naturalWidth > 0 ? this.#card : null;
      this.#overlay.draw(plan, over, document.captions, ready);
    }
  }

  /** Show where a card may be, while one is moved. */
  set room(room: Box | null) {
    this.#overlay.room = room;
  }

  /** Be as fine as the element is large. */
  size(state: State, element: HTMLElement, bare: boolean): void {
    const { width, height } = element.getBoundingClientRect();
    const ratio = Math.min(devicePixelRatio, LARGEST / Math.max(1, Math.min(width, height)));
    for (const canvas of this.#canvases) {
      canvas.width = Math.max(2, Math.round(width * ratio));
      canvas.height = Math.max(2, Math.round(height * ratio));
    }
    this.lay(state, bare, true);
    if (this.#seen !== null) {
      this.#picture.draw(state.plan, this.#seen.seen, this.#seen.video);
    }
  }

  /** Have the card's picture at hand; `came` is called when it is there. */
  bringCard(address: string, came: () => void): void {
    if (address !== '' && this.#card?.getAttribute('src') !== address) {
      const image = new Image();
      image.src = address;
      image.addEventListener('load', came);
      this.#card = image;
    }
  }

  /** Have the renderer's font at hand: subtitles are drawn with another until it is there. */
  bringFont(address: string, came: () => void): void {
    if (address === '') {
      return;
    }
    fetch(address, { priority: 'low' })
      .then((answer) => (answer.ok ? answer.arrayBuffer() : Promise.reject(new Error(answer.statusText))))
      .then((bytes) => new FontFace(FAMILY, bytes, { weight: '500' }).load())
      .then((face) => {
        this.#host.ownerDocument.fonts.add(face);
        this.#host.setAttribute('data-lettered', '');
        came();
      })
      .catch(() => undefined);
  }
}
