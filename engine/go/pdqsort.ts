/** Go's pattern-defeating quicksort (sort/zsortfunc.go); equal items end in the order Go leaves them in. */
class Sorter<T> {
  private readonly items: T[];
  private readonly before: (a: T, b: T) => boolean;

  constructor(items: T[], before: (a: T, b: T) => boolean) {
    this.items = items;
    this.before = before;
  }

  private less(i: number, j: number): boolean {
    return this.before(this.items[i] as T, this.items[j] as T);
  }

  private swap(i: number, j: number): void {
    const item = this.items[i] as T;
    this.items[i] = this.items[j] as T;
    this.items[j] = item;
  }

  /** Sorts [a, b). `limit` bad pivots are tolerated before it falls back to heapsort. */
  sort(a: number, b: number, limit: number): void {
    let balanced = true;
    let partitioned = true;
    for (;;) {
      const length = b - a;
      if (length <= 12 || limit === 0) {
        if (length <= 12) this.insertionSort(a, b);
        else this.heapSort(a, b);
        return;
      }
      if (!balanced) {
        this.breakPatterns(a, b);
        limit--;
      }
      const choice = this.choosePivot(a, b);
      const pivot = choice.hint === 'decreasing' ? this.reverse(a, b, choice.pivot) : choice.pivot;
      if (balanced && partitioned && choice.hint !== 'unknown' && this.partialInsertionSort(a, b)) return;
      if (a > 0 && !this.less(a - 1, pivot)) {
        a = this.partitionEqual(a, b, pivot);
        continue;
      }
      const [mid, already] = this.partition(a, b, pivot);
      partitioned = already;
      balanced = Math.min(mid - a, b - mid) >= length >> 3;
      if (mid - a < b - mid) {
        this.sort(a, mid, limit);
        a = mid + 1;
      } else {
        this.sort(mid + 1, b, limit);
        b = mid;
      }
    }
  }

  private insertionSort(a: number, b: number): void {
    for (let i = a + 1; i < b; i++) for (let j = i; j > a && this.less(j, j - 1); j--) this.swap(j, j - 1);
  }

  private heapSort(a: number, b: number): void {
    const high = b - a;
    for (let i = (high - 1) >> 1; i >= 0; i--) this.siftDown(i, high, a);
    for (let i = high - 1; i >= 0; i--) {
      this.swap(a, a + i);
      this.siftDown(0, i, a);
    }
  }

  private siftDown(root: number, high: number, first: number): void {
    for (;;) {
      let child = 2 * root + 1;
      if (child >= high) return;
      if (child + 1 < high && this.less(first + child, first + child + 1)) child++;
      if (!this.less(first + root, first + child)) return;
      this.swap(first + root, first + child);
      root = child;
    }
  }

  private partition(a: number, b: number, pivot: number): [mid: number, already: boolean] {
    this.swap(a, pivot);
    let i = a + 1;
    let j = b - 1;
    let already = true;
    for (;;) {
      while (i <= j && this.less(i, a)) i++;
      while (i <= j && !this.less(j, a)) j--;
      if (i > j) break;
      this.swap(i++, j--);
      already = false;
    }
    this.swap(j, a);
    return [j, already];
  }

  /** Moves what equals the pivot to the front; nothing in [a, b) is smaller. */
  private partitionEqual(a: number, b: number, pivot: number): number {
    this.swap(a, pivot);
    let i = a + 1;
    let j = b - 1;
    for (;;) {
      while (i <= j && !this.less(a, i)) i++;
      while (i <= j && this.less(a, j)) j--;
      if (i > j) return i;
      this.swap(i++, j--);
    }
  }

  /** Whether the range is sorted after at most five shifts. */
  private partialInsertionSort(a: number, b: number): boolean {
    let i = a + 1;
    for (let step = 0; step < 5; step++) {
      while (i < b && !this.less(i, i - 1)) i++;
      if (i === b) return true;
      if (b - a < 50) return false;
      this.swap(i, i - 1);
      if (i - a >= 2) for (let j = i - 1; j >= 1 && this.less(j, j - 1); j--) this.swap(j, j - 1);
      if (b - i >= 2) for (let j = i + 1; j < b && this.less(j, j - 1); j++) this.swap(j, j - 1);
    }
    return false;
  }

  private breakPatterns(a: number, b: number): void {
    const length = b - a;
    if (length < 8) return;
    let random = BigInt(length);
    const mask = BigInt(2 ** (32 - Math.clz32(length)) - 1);
    const from = a + (length >> 2) * 2 - 1;
    for (let i = from; i <= from + 2; i++) {
      random = BigInt.asUintN(64, random ^ (random << 13n));
      random ^= random >> 7n;
      random = BigInt.asUintN(64, random ^ (random << 17n));
      const other = Number(random & mask);
      this.swap(i, a + (other >= length ? other - length : other));
    }
  }

  private choosePivot(a: number, b: number): { pivot: number; hint: 'increasing' | 'decreasing' | 'unknown' } {
    const quarter = (b - a) >> 2;
    const count = { swaps: 0 };
    let [i, j, k] = [a + quarter, a + quarter * 2, a + quarter * 3];
    if (b - a >= 8) {
      if (b - a >= 50) {
        i = this.median(i - 1, i, i + 1, count);
        j = this.median(j - 1, j, j + 1, count);
        k = this.median(k - 1, k, k + 1, count);
      }
      j = this.median(i, j, k, count);
    }
    return { pivot: j, hint: count.swaps === 0 ? 'increasing' : count.swaps === 12 ? 'decreasing' : 'unknown' };
  }

  private median(a: number, b: number, c: number, count: { swaps: number }): number {
    [a, b] = this.ordered(a, b, count);
    [b, c] = this.ordered(b, c, count);
    [a, b] = this.ordered(a, b, count);
    return b;
  }

  private ordered(a: number, b: number, count: { swaps: number }): [number, number] {
    if (!this.less(b, a)) return [a, b];
    count.swaps++;
    return [b, a];
  }

  /** Reverses [a, b) and tells where the item at `pivot` went. */
  private reverse(a: number, b: number, pivot: number): number {
    for (let i = a, j = b - 1; i < j; i++, j--) this.swap(i, j);
    return b - 1 - (pivot - a);
  }
}

/** Sorts in place as Go's sort.Slice and sort.Sort do, which is not stable; returns the items. */
export function pdqsort<T>(items: T[], less: (a: T, b: T) => boolean): T[] {
  new Sorter(items, less).sort(0, items.length, 32 - Math.clz32(items.length));
  return items;
}
