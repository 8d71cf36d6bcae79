/** Numbers connections uniquely in the run, over all roles. Knows no connection. */
export function connectionCounter(): () => number {
  let number = 0;
  return () => {
    number += 1;
    return number;
  };
}
