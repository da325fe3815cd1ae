// When people are reminded of an end that lies far ahead. Days that a shorter term does not have are passed over.

/** Days before the end: the list of the domain (§9.4). */
export const usualReminders = [30, 14, 7, 3, 1] as const;
