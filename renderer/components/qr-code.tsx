/** A QR code as one SVG path: nothing is loaded and nothing is injected as markup. */
import { useMemo } from 'react';
import { encode } from 'uqr';
import { qrWords } from './words.ts';

/** `size` in pixels. Always dark on white with a quiet zone, because readers expect it so. */
export function QrCode({ text, size = 160 }: { text: string; size?: number }) {
  const { path, modules } = useMemo(() => {
    const { data } = encode(text, { ecc: 'M', border: 2 });
    const cells: string[] = [];
    data.forEach((row, y) => {
      row.forEach((isDark, x) => {
        if (isDark) cells.push(`M${x} ${y}h1v1h-1z`);
      });
    });
    return { path: cells.join(''), modules: data.length };
  }, [text]);
  return (
    <svg
      width={size}
      height={size}
      viewBox={`0 0 ${modules} ${modules}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={qrWords.label(text)}
    >
      <rect width={modules} height={modules} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  );
}
