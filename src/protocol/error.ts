/** `/stream`, `/instruments` and `/class`: sent from server to client on a message that it can't accept. */
export interface ErrorMessage {
  type: 'error';
  code: 'not-json' | 'bad-message' | 'not-allowed' | 'unavailable';
  /** A sentence: what was wrong and what is allowed. */
  message: string;
}

/** Body of an HTTP answer that refuses (status 400 and up). */
export interface HttpError {
  statusCode: number;
  error: string;
  /** A sentence: what was wrong and what is allowed. */
  message: string;
}
