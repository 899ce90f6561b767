// Where a button that was pressed gives way to another, as "Cancel" to "Resume", the focus goes along.

export type Handover = { press: () => void; take: (button: HTMLElement) => void };

export function handover(): Handover {
  let pressed = false;
  return {
    press: () => (pressed = true),
    take: (button) => {
      if (pressed && document.activeElement === document.body) button.focus();
      pressed = false;
    },
  };
}
