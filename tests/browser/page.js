// Looks at a page from inside and lists what is wrong with it.
(() => {
  const wrong = [];
  const all = (what) => Array.from(document.querySelectorAll(what));
  all("details").forEach((own) => { own.open = true; });
  if (!["zh-CN", "en"].includes(document.documentElement.lang)) wrong.push(`lang is ${document.documentElement.lang}`);
  if (all("h1").length !== 1) wrong.push(`${all("h1").length} h1`);
  let level = 0;
  for (const heading of all("h1,h2,h3,h4,h5,h6")) {
    const own = Number(heading.tagName[1]);
    if (own > level + 1) wrong.push(`${heading.tagName} after h${level}: ${heading.textContent}`);
    if (!heading.textContent.trim()) wrong.push(`an empty ${heading.tagName}`);
    level = own;
  }
  for (const svg of all("svg:not([aria-hidden=true])")) {
    const named = (svg.getAttribute("aria-labelledby") || "").split(" ").map((id) => document.getElementById(id)?.textContent || "").join("");
    if (svg.getAttribute("role") !== "img" || !(named || svg.getAttribute("aria-label"))) wrong.push("a drawing without role or name");
    if (!svg.classList.contains("lines") && !(svg.querySelector("title")?.textContent && svg.querySelector("desc")?.textContent)) {
      wrong.push("a drawing without title or desc");
    }
  }
  const figures = all("figure").filter((figure) => !figure.querySelector("table"));
  if (figures.length) wrong.push(`${figures.length} drawings without a table`);
  for (const head of all("th")) if (!head.getAttribute("scope")) wrong.push(`th without scope: ${head.textContent}`);
  for (const table of all("table")) if (!table.tHead || !table.tHead.rows[0].cells.length) wrong.push("a table without headings");
  const ids = all("[id]").map((own) => own.id);
  if (new Set(ids).size !== ids.length) wrong.push("an id twice");
  // A phone would zoom out: its screen tells what it has.
  const wide = Math.max(document.documentElement.scrollWidth, window.innerWidth);
  if (wide > screen.width) wrong.push(`${wide} pixels wide on a screen of ${screen.width}`);
  if (all("[style],[onclick],[src],[href],img,iframe,link,object,form").length) wrong.push("an element or attribute that has no place here");

  // Contrast of every text with what lies behind it.
  const parse = (color) => {
    const [r, g, b, a = 1] = color.match(/[\d.]+/g).map(Number);
    return { r, g, b, a };
  };
  const luminance = ({ r, g, b }) => {
    const part = (c) => (c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const behind = (element) => {
    for (let own = element; own; own = own.parentElement) {
      const color = parse(getComputedStyle(own).backgroundColor);
      if (color.a === 1) return color;
    }
    return matchMedia("(prefers-color-scheme: dark)").matches ? { r: 18, g: 18, b: 18 } : { r: 255, g: 255, b: 255 };
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let texts = 0;
  while (walker.nextNode()) {
    const own = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || own.closest("script,style,title,desc")) continue;
    const style = getComputedStyle(own);
    const front = parse(own.closest("svg") ? style.fill : style.color);
    const [a, b] = [luminance(front), luminance(behind(own))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    texts += 1;
    if (ratio < 4.5) wrong.push(`contrast ${ratio.toFixed(2)}: ${walker.currentNode.data.trim().slice(0, 30)}`);
  }
  if (texts < 5) wrong.push(`only ${texts} texts`);
  // Bars and marks against what they stand on: 3 to 1.
  for (const shape of all("svg rect:not(.track)")) {
    if (shape.classList.contains("f-range")) continue;
    const [a, b] = [luminance(parse(getComputedStyle(shape).fill)), luminance(behind(shape))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 3) wrong.push(`a bar of ${shape.getAttribute("class")} with contrast ${((a + 0.05) / (b + 0.05)).toFixed(2)}`);
  }
  // No word of a drawing lies outside it.
  for (const text of all("figure svg text")) {
    const [own, whole] = [text.getBoundingClientRect(), text.closest("svg").getBoundingClientRect()];
    if (own.left < whole.left - 1 || own.right > whole.right + 1) wrong.push(`outside its drawing: ${text.textContent}`);
  }
  // Nor two words on one another.
  for (const svg of all("figure svg")) {
    const boxes = Array.from(svg.querySelectorAll("text")).map((text) => [text.textContent, text.getBoundingClientRect()]);
    boxes.forEach(([name, a], at) => boxes.slice(at + 1).forEach(([other, b]) => {
      const over = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (over > 1 && down > 6) wrong.push(`on one another: ${name} / ${other}`);
    }));
  }
  return [...new Set(wrong)].slice(0, 10);
})();
