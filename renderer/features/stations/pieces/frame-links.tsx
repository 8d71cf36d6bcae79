/** Links from what is shown to the frames of the live capture that it rests on. Knows numbers only. */
import { Link } from '@tanstack/react-router';
import texts from '../../../components/text.module.css';
import { pieceWords as words } from './words.ts';

const mostShown = 12;

export function FrameLinks({ frames }: { frames: readonly number[] }) {
  const shown = [...new Set(frames)].slice(0, mostShown);
  const more = new Set(frames).size - shown.length;
  return (
    <>
      {shown.map((seq) => (
        <Link
          key={seq}
          to="/frames"
          search={{ seq }}
          className={texts.link}
          aria-label={words.openFrame(seq)}
        >
          {seq.toLocaleString('en-US')}
        </Link>
      ))}
      {more > 0 && <span>{words.more(more)}</span>}
    </>
  );
}
