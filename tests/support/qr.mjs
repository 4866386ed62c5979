// Reads QR codes from what is really on the screen or on the paper.
import decode from "qr/decode.js";

// The text of the code in a picture (PNG). Fails when no camera could read it.
export async function scan(context, png) {
  const blank = await context.newPage();
  try {
    const { width, height, pixels } = await blank.evaluate(async (png) => {
      const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
      const canvas = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
      canvas.drawImage(picture, 0, 0);
      const { data } = canvas.getImageData(0, 0, picture.width, picture.height);
      return { width: picture.width, height: picture.height, pixels: Array.from(data) };
    }, png.toString("base64"));
    // The default gives up after a sixtieth of a second, as a camera's picture must.
    return decode({ width, height, data: Uint8Array.from(pixels) }, { timeLimit: 60_000 });
  } finally {
    await blank.close();
  }
}
