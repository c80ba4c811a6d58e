/**
 * What a browser counts for the head of a response that it got from the network, whatever it was:
 * https://www.w3.org/TR/resource-timing/#dom-performanceresourcetiming-transfersize
 */
const HEAD = 300;

/** In milliseconds. An entry comes with the end of a response: a browser that has none by then sends none. */
const PATIENCE = 1_000;

/**
 * Whether the next response from a URL is one of the browser's cache that the server has confirmed by a 304. A script sees
 * it as a 200: that its head came from the network, and its body did not, is what tells.
 *
 * @param url absolute
 */
export function nextIsConfirmed(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = (confirmed: boolean) => {
      observer.disconnect();
      clearTimeout(timer);
      resolve(confirmed);
    };
    const observer = new PerformanceObserver((list) => {
      const [entry] = list.getEntriesByName(url) as PerformanceResourceTiming[];
      if (entry) finish(isConfirmed(entry));
    });
    const timer = setTimeout(finish, PATIENCE, false);
    observer.observe({ type: 'resource' });
  });
}

function isConfirmed({ transferSize, encodedBodySize }: PerformanceResourceTiming): boolean {
  return encodedBodySize > 0 && transferSize > 0 && transferSize <= HEAD;
}
