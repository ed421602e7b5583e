import { film, moving, sceneAt } from "./timeline.js";

const STILL = window.matchMedia("(prefers-reduced-motion: reduce)");

/** Where the film stands; tells `onChange(scene, time)` whenever that changes. */
export class Player {
  constructor({ frames, before }, picture, onChange) {
    this.film = film(frames, picture.ends(), before);
    this.picture = picture;
    this.onChange = onChange;
    this.time = 0;
    this.speed = 1;
    this.running = 0;
  }

  get playing() {
    return this.running !== 0;
  }

  get scene() {
    return sceneAt(this.film, this.time);
  }

  go(time) {
    this.time = Math.max(0, Math.min(this.film.length, time));
    const { scene } = this;
    const travelling = STILL.matches ? [] : moving(scene, this.time);
    const arrived = this.time >= scene.arrived || STILL.matches;
    this.picture.show(arrived ? scene.after : scene.before, travelling);
    this.onChange(scene, this.time);
  }

  /** Go to the moment at which the event of this index has just happened. */
  goTo(index) {
    this.pause();
    const last = this.film.scenes.length - 1;
    this.go(this.film.scenes[Math.max(0, Math.min(last, index))].arrived);
  }

  step(by) {
    this.goTo(this.scene.index + by);
  }

  pause() {
    if (!this.playing) return;
    window.clearTimeout(this.running);
    window.cancelAnimationFrame(this.running);
    this.running = 0;
    this.onChange(this.scene, this.time);
  }

  play() {
    if (this.playing) return;
    if (this.time >= this.film.length) this.time = 0;
    if (STILL.matches) this.jumping();
    else this.flowing(performance.now());
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  flowing(last) {
    this.running = window.requestAnimationFrame((now) => {
      this.running = 0;
      this.go(this.time + (now - last) * this.speed);
      if (this.time < this.film.length) this.flowing(now);
      else this.onChange(this.scene, this.time);
    });
  }

  /** For readers who asked for less motion: event after event, nothing travels. */
  jumping() {
    const { scene } = this;
    const next = this.film.scenes[scene.index + 1];
    this.go(scene.arrived);
    if (!next) return;
    this.running = window.setTimeout(
      () => {
        this.running = 0;
        this.time = next.arrived;
        this.jumping();
      },
      (scene.end - scene.arrived) / this.speed,
    );
  }
}
