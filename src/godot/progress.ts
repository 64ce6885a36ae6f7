/** Where reading a response stands. */
export const Progress = {
  /** More must arrive first. */
  WAITING: 0,
  /** The head is complete. */
  HEAD: 1,
  /** Body bytes are there to take. */
  BODY: 2,
  /** The response is complete and all of it was taken. */
  END: 3,
  /** The response cannot be completed. */
  FAULT: 4,
} as const;
export type Progress = (typeof Progress)[keyof typeof Progress];
