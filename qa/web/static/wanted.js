// Which reply may be shown: that of the newest request, in whatever order replies come.

/** The requests for one place of the page. */
export class Wanted {
  #newest = 0;

  /** Begin a request, which takes the place of those before it; returns a function that says whether it still is the newest. */
  begin() {
    this.#newest += 1;
    const request = this.#newest;
    return () => request === this.#newest;
  }

  /** Nothing that was asked for is wanted any more. */
  end() {
    this.#newest += 1;
  }
}
