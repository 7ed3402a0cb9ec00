/** On average, each byte of a file may be read so many times more while the end of damage is sought. */
const timesAgain = 32;

/** What may be read again at the beginning of a file, in bytes. */
const freeBytes = 1024 * 1024;

/** Keeps the search for records behind damage linear, whatever the file is made of. */
export class RereadAllowance {
  #used = 0;

  /**
   * Whether some bytes may be read again, which are then used up.
   * @param place how many bytes of the file lie before them.
   */
  take(bytes: number, place: number): boolean {
    if (this.#used + bytes > freeBytes + timesAgain * place) return false;
    this.#used += bytes;
    return true;
  }
}
