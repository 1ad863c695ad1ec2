// What the screen shows, pixel by pixel: all layers together, as eyes see them.

/** Default sizes of the grid: headers, columns and rows. */
const HEAD = { width: 44, height: 22 };
const COLUMN = 84;
const ROW = 24;

/** A part of the page as a picture. */
class Picture {
  constructor(width, height, pixels) {
    this.width = width;
    this.height = height;
    this.pixels = pixels;
  }

  /** The colour of a point, from the left upper corner or, negative, from the right lower one. */
  at(x, y) {
    return this.pixels[(y < 0 ? this.height + y : y) * this.width + (x < 0 ? this.width + x : x)];
  }

  /** The box around everything that is not of the colour of the ground, null where there is nothing; lines at the edges do not count. */
  ink(ground = this.at(2, 2)) {
    let box = null;
    for (let y = 2; y < this.height - 2; y++) {
      for (let x = 2; x < this.width - 2; x++) {
        if (this.at(x, y) === ground) continue;
        box ??= { left: x, right: x, top: y, bottom: y };
        box.left = Math.min(box.left, x);
        box.right = Math.max(box.right, x);
        box.bottom = y;
      }
    }
    return box;
  }

  /** Whether a colour is there, or nearly so: thin lines are mixed with their ground. */
  shows(color) {
    const parts = (of) => [1, 3, 5].map((at) => Number.parseInt(of.slice(at, at + 2), 16));
    const wanted = parts(color);
    return this.pixels.some((pixel) => parts(pixel).every((part, n) => Math.abs(part - wanted[n]) < 40));
  }

  same(other) {
    return this.pixels.length === other.pixels.length && this.pixels.every((color, n) => color === other.pixels[n]);
  }
}

/** Takes a picture of a box of the page. */
export async function look(page, box) {
  const shot = await page.screenshot({ clip: box });
  const { width, height, pixels } = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    const pixels = [];
    for (let n = 0; n < data.length; n += 4) {
      pixels.push(`#${[data[n], data[n + 1], data[n + 2]].map((part) => part.toString(16).padStart(2, '0')).join('')}`);
    }
    return { width: image.width, height: image.height, pixels };
  }, shot.toString('base64'));
  return new Picture(width, height, pixels);
}

/** Where a cell of a sheet stands that is not scrolled and whose lines have their own sizes: `C4`, or more of them. */
export async function placeOf(page, first, last = first) {
  const grid = await page.getByTestId('grid').boundingBox();
  const [from, to] = [first, last].map((address) => ({ col: address.charCodeAt(0) - 65, row: Number(address.slice(1)) - 1 }));
  return {
    x: grid.x + HEAD.width + COLUMN * from.col,
    y: grid.y + HEAD.height + ROW * from.row,
    width: COLUMN * (to.col - from.col + 1),
    height: ROW * (to.row - from.row + 1),
  };
}

/** A picture of a cell, or of several, of such a sheet. */
export const cellPicture = async (page, first, last) => look(page, await placeOf(page, first, last));
