import { html, render } from 'lit-html';
import './studio.css';

const root = document.getElementById('studio');
if (root !== null) {
  render(html``, root);
}
