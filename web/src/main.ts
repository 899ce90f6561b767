import { mount } from 'svelte';
import App from './App.svelte';
import { paint } from './page/theme.svelte';
import './style.css';
import { bindings } from './views/shared/bindings.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no element with id "app"');
paint();
bindings.load();
mount(App, { target });
