// The report of a study: one file, whose data stands in it as JSON.

import { mount } from 'svelte';
import type { Report as Data } from '../results/types';
import Report from './Report.svelte';
import './report.css';

const target = document.getElementById('page');
const data = document.getElementById('report')?.textContent;
if (!target || !data) throw new Error('the page has no place for the report, or no data');
const report = JSON.parse(data) as Data;
document.title = report.title;
mount(Report, { target, props: { report } });
