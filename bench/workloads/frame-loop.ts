/**
 * A game: 60 frames a second with 4 ms of work in each, while a large body comes over TLS and small requests are under way.
 *
 * The loop is the one of tickwire's demo, the same for all. It keeps to its schedule as a loop of Node can that leaves the
 * time between frames to the event loop; where it never does so, only clients can follow that need none.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { distributionOf } from '#src/cli/demo/distribution.js';
import { machineClock, type FrameClock } from '#src/cli/demo/frame-clock.js';
import { runFrames, type FrameTimes } from '#src/cli/demo/frame-loop.js';
import type { FrameTraffic } from '../peers/peer.js';
import { byScale, type Scale } from '../scale.js';
import { large, small } from '../server/contents.js';
import type { Figures, Variant, Workload } from '../workload.js';

const FRAMES_PER_SECOND = 60;
const GAME_WORK_MS = 4;
const SMALL_REQUESTS = 16;

type TimeFigure = 'late50' | 'late99' | 'latest' | 'skipped' | 'network50' | 'network99';
type LoopFigure = TimeFigure | 'caller' | 'idle' | 'rate' | 'answers';

/** The time between frames belongs to the event loop, to the last moment. */
const yieldingClock: FrameClock = {
  ...machineClock,
  hold: async (moment) => {
    while (performance.now() < moment) await nextTurn();
  },
};

/** The thread sleeps between frames. Promises are kept, but nothing else of the event loop happens. */
const blockingClock: FrameClock = { ...machineClock, rest: () => Promise.resolve() };

/** The loop for some seconds, with the traffic or alone. */
function play(traffic: FrameTraffic | null, seconds: number, clock: FrameClock): Promise<FrameTimes> {
  const end = clock.now() + seconds * 1000;
  const work = {
    poll: () => {
      traffic?.frame();
    },
    finish: () => clock.now() < end,
  };
  return runFrames(work, { framesPerSecond: FRAMES_PER_SECOND, gameWorkMs: GAME_WORK_MS }, clock);
}

interface Loop {
  readonly label: string;
  readonly yields: boolean;
  readonly streamBuffer?: number;
}

function variant({ label, yields, ...wishes }: Loop, scale: Scale): Variant<LoopFigure> {
  const seconds = byScale(scale, 10, 0.2);
  const idleSeconds = byScale(scale, 2, 0.1);
  const clock = yields ? yieldingClock : blockingClock;
  return {
    label,
    amount: `${seconds} s`,
    async run({ site, open, measure }) {
      const session = await open(site.tls, { connections: SMALL_REQUESTS + 1, cache: false, ...wishes });
      await session.gets({ ...small, coded: false, total: 4 * SMALL_REQUESTS, atOnce: SMALL_REQUESTS });
      const traffic = await session.startFrames({
        download: large(scale),
        small: { ...small, atOnce: SMALL_REQUESTS },
        yields,
      });
      const played: FrameTimes[] = [];
      const alone = await measure(async () => {
        await play(null, idleSeconds, clock);
      });
      const measurement = await measure(async () => {
        played.push(await play(traffic, seconds, clock));
      });
      return {
        ...timesOf(played[0]!),
        caller: measurement.callerMs! / measurement.seconds,
        idle: alone.callerMs! / alone.seconds,
        rate: traffic.received / 1e6 / measurement.seconds,
        answers: traffic.answered / measurement.seconds,
      };
    },
  };
}

function timesOf({ lateness, polling, skipped }: FrameTimes): Figures<TimeFigure> {
  const late = distributionOf(lateness);
  const network = distributionOf(polling);
  return {
    late50: late.p50,
    late99: late.p99,
    latest: late.max,
    skipped,
    network50: network.p50,
    network99: network.p99,
  };
}

const YIELDING = 'returning to the event loop';
const BLOCKING = 'never returning to it';
const ROOMY = 'returning to it, with room for 32 MiB';

const loops: readonly Loop[] = [
  { label: YIELDING, yields: true },
  { label: BLOCKING, yields: false },
  { label: ROOMY, yields: true, streamBuffer: 32 * 1024 * 1024 },
];

const ours = ['tickwire Steam', 'tickwire HTTPClient'] as const;

export const frameLoop: Workload<LoopFigure> = {
  name: 'frame-loop',
  title: 'A 60 Hz loop beside a download',
  about:
    'Each frame works for 4 ms, tops up small requests to 16 in flight, and takes what has come; a body of 1 GiB comes ' +
    'over TLS meanwhile, and again when it is over. Lateness is how long after its scheduled moment a frame began; ' +
    "network is the time that the client's calls took in the frame (`run_callbacks`, or polling and reading). The " +
    "caller's thread counts whole, the game's work included; the column after it is the loop without any requests. In the " +
    'last variant 32 MiB of the body may wait for the program, not 8, where a client lets it choose.',
  figures: [
    { key: 'late50', title: 'lateness p50, ms', digits: 2 },
    { key: 'late99', title: 'lateness p99, ms', digits: 2 },
    { key: 'latest', title: 'lateness max, ms', digits: 2 },
    { key: 'skipped', title: 'frames skipped', digits: 0 },
    { key: 'network50', title: 'network p50, ms', digits: 2 },
    { key: 'network99', title: 'network p99, ms', digits: 2 },
    { key: 'caller', title: "caller's thread, ms/s", digits: 0 },
    { key: 'idle', title: 'loop alone, ms/s', digits: 0 },
    { key: 'rate', title: 'MB/s', digits: 0, compared: true },
    { key: 'answers', title: 'small answers/s', digits: 0 },
  ],
  goals: ours.flatMap((of) => [
    { of, figure: 'late99', variants: [YIELDING, BLOCKING], bound: 'at most', value: 1 },
    { of, figure: 'rate', variants: [YIELDING, ROOMY], bound: 'at least', value: 1, than: 'undici' },
  ]),
  summary: [
    { variant: YIELDING, figure: 'late99' },
    { variant: YIELDING, figure: 'rate' },
    { variant: YIELDING, figure: 'caller' },
  ],
  variants: (scale) => loops.map((loop) => variant(loop, scale)),
};
