/** What `#diagnostics` gives on every platform. */
import type { RequestFacts, RequestTrace } from './request-trace.js';

/** Begins what is told about one request. */
export type Tracer = (facts: RequestFacts) => RequestTrace;

/** The tracer, or null while nobody listens: asked for each request, so it must cost next to nothing. */
export type CurrentTracer = () => Tracer | null;
