import { begin } from './studio/main.ts';
import './studio.css';

const root = document.getElementById('studio');
if (root !== null) {
  begin(root).catch((error: unknown) => {
    // The plain page does the same, without the editor.
    document.documentElement.classList.add('no-studio');
    throw error;
  });
}
