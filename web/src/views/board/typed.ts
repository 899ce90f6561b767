// Which classes have keys, and when their names are typed.

/** Without the letters that get samples, train and show more at first. */
export const KEYS = '0123456789abcdefhijklnopqrsuvwxyz';

/** With more classes than keys, the first letters of a name assign it. */
export const isTyped = (classes: number): boolean => classes > KEYS.length;
