/** The shape of one language's words, so that the other must have them all. */
export type Words<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...args: infer A) => string
      ? (...args: A) => string
      : Words<T[K]>
}

/** Lets a dictionary be written plainly and be read as plain strings. */
export function words<const T>(dictionary: T): Words<T> {
  return dictionary as unknown as Words<T>
}
