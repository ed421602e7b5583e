import { Picture } from "./picture.js";
import { Player } from "./player.js";

/** The controls around a replay; every text comes from the page, written by the server. */
class Page {
  constructor(root) {
    this.root = root;
    this.part = (name) => root.querySelector(`[data-part="${name}"]`);
    this.items = [...root.querySelectorAll("[data-frame]")];
    this.followed = null;
  }

  async open() {
    const stage = this.part("stage");
    const [xml, replay] = await Promise.all([
      fetch(this.root.dataset.diagram).then((answer) => answer.text()),
      fetch(this.root.dataset.replay).then((answer) => answer.json()),
    ]);
    stage.replaceChildren();
    this.picture = new Picture(stage);
    await this.picture.open(xml);
    this.player = new Player(replay, this.picture, (scene, time) => this.changed(scene, time));
    this.slider = this.part("time");
    this.slider.max = String(Math.ceil(this.player.film.length));
    this.part("follow").checked = this.picture.tooSmall;
    this.listen();
    this.root.classList.add("ready");
    this.player.go(0);
  }

  listen() {
    const { player } = this;
    this.part("play").addEventListener("click", () => player.toggle());
    this.part("back").addEventListener("click", () => player.step(-1));
    this.part("next").addEventListener("click", () => player.step(1));
    this.part("speed").addEventListener("change", (event) => {
      player.speed = Number(event.target.value);
    });
    this.slider.addEventListener("input", () => {
      player.pause();
      player.go(Number(this.slider.value));
    });
    this.part("follow").addEventListener("change", () => {
      this.followed = null;
      this.arrived = null;
      if (this.part("follow").checked) player.go(player.time);
      else this.picture.fit();
    });
    this.part("closer").addEventListener("click", () => this.picture.zoom(1.25));
    this.part("farther").addEventListener("click", () => this.picture.zoom(0.8));
    this.part("whole").addEventListener("click", () => this.picture.fit());
    for (const item of this.items) {
      item.addEventListener("click", () => {
        player.goTo(Number(item.dataset.frame));
        // On a phone the list lies below the diagram that was asked for.
        this.part("stage").scrollIntoView({ block: "nearest" });
      });
    }
    this.root.addEventListener("keydown", (event) => this.key(event));
  }

  key(event) {
    const busy = event.target.closest("button, select, input, a");
    const act = {
      ArrowRight: () => this.player.step(1),
      ArrowLeft: () => this.player.step(-1),
      Home: () => this.player.goTo(0),
      End: () => this.player.goTo(this.items.length - 1),
      " ": busy ? null : () => this.player.toggle(),
    }[event.key];
    if (!act || event.target.closest("select") || event.altKey || event.ctrlKey) return;
    event.preventDefault();
    act();
  }

  changed(scene, time) {
    const { frame, index } = scene;
    this.slider.value = String(Math.round(time));
    const words = this.items[index].textContent.trim().replace(/\s+/g, " ");
    this.slider.setAttribute("aria-valuetext", `${index + 1}/${this.items.length}: ${words}`);
    const play = this.part("play");
    play.classList.toggle("playing", this.player.playing);
    play.querySelector("[data-label]").textContent = this.player.playing
      ? play.dataset.pause
      : play.dataset.play;
    const arrived = time >= scene.arrived;
    if (this.shown === index && this.arrived === arrived) return;
    if (this.shown !== index) this.said(index);
    this.shown = index;
    this.arrived = arrived;
    this.followIn(frame, arrived);
  }

  /** The full account of the event stands in the list; show that entry and repeat it aloud. */
  said(index) {
    for (const [i, item] of this.items.entries()) {
      const entry = item.closest("li");
      entry.classList.toggle("past", i < index);
      if (i === index) {
        item.setAttribute("aria-current", "step");
        this.reveal(entry);
      } else {
        item.removeAttribute("aria-current");
      }
    }
    this.part("now").replaceChildren(
      ...this.items[index].closest("li").querySelector("[data-account]").cloneNode(true)
        .childNodes,
    );
  }

  /** Scroll the list, never the page. */
  reveal(entry) {
    const list = this.part("list");
    const top = entry.offsetTop - list.offsetTop;
    if (top < list.scrollTop || top + entry.offsetHeight > list.scrollTop + list.clientHeight) {
      list.scrollTop = top - list.clientHeight / 3;
    }
  }

  /** While tokens travel, look at the step that was done; then at where the process waits. */
  followIn(frame, arrived) {
    if (!this.part("follow").checked) return;
    const entered = frame.trace.filter((taken) => taken.kind === "entered").at(-1)?.element;
    const target = arrived ? (entered ?? frame.element) : (frame.element ?? entered);
    if (target && target !== this.followed) this.picture.follow(target);
    this.followed = target;
  }
}

for (const root of document.querySelectorAll("[data-replay]")) new Page(root).open();
