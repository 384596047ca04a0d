interface Group {
  name: string
  priority: number
  tags?: '$initial'[]
  test?: RegExp | ((id: string) => boolean)
  minShareCount?: number
}

/** Groups of `output.codeSplitting`: which modules come in one file. */
export const groups: Group[]
