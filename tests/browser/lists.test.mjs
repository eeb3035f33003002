// Whatever is drawn on top takes the press: the options of an open list, also where they lie over text fields; and only
// what is seen of a field can be pressed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { opened } from "./lib/open.mjs";
import { until } from "./lib/wait.mjs";

const middle = ({ x, y, w, h }) => [x + w / 2, y + h / 2];
const recipeLists = async (studio) => (await studio.items()).filter(({ id, role }) => role === "combobox" && id.startsWith("recipe/"));
const typing = (studio) => studio.page.evaluate(() => document.activeElement?.classList.contains("editing") ?? false);

/** Brings an item of a part that scrolls into sight, as the keyboard would, and leaves it again. */
async function scrollTo(studio, id) {
  await studio.page.evaluate((name) => document.querySelector(`#mirror [data-id="${name}"]`).focus(), id);
  await studio.rest();
  await studio.page.evaluate(() => document.activeElement.blur());
  await studio.rest();
}

/** Opens the list by `press` and chooses by it each option that is in sight; answers how many lay over a text field. */
async function chooseEach(studio, id, press) {
  let over = 0;
  const count = (await studio.byId(id)).options.length;
  await scrollTo(studio, id);
  for (let i = 0; i < count; ++i) {
    const list = await studio.byId(id);
    if (list.disabled) return over;
    await press(...middle(list));
    const option = await until(`option ${i} of ${id}`, () => studio.byId(`${id}/${i}`));
    const box = await studio.byId(`${id}/list`);
    const [x, y] = middle(option);
    if (y > box.y + box.h) {
      await studio.page.keyboard.press("Escape");
      await until(`${id} is closed`, async () => !(await studio.byId(`${id}/list`)));
      continue; // to be scrolled to
    }
    const fields = (await studio.items()).filter(({ role }) => role === "textbox" || role === "spinbutton");
    if (fields.some((field) => x >= field.x && x < field.x + field.w && y >= field.y && y < field.y + field.h)) ++over;
    await press(x, y);
    // What does not go with the other settings is refused with a reason: it was chosen all the same.
    await until(`${id} shows ${list.options[i]}`, async () => {
      const now = await studio.byId(id);
      return now.value === list.options[i] || now.invalid;
    });
    assert.equal(await typing(studio), false, `${list.options[i]} of ${id}: no field was opened`);
  }
  return over;
}

test("every option of the recipe's lists is chosen by the mouse, over text fields too", async (t) => {
  const studio = await opened(t, { query: "preset=classroom&images=1000" });
  let over = 0;
  for (const { id } of await recipeLists(studio)) over += await chooseEach(studio, id, (x, y) => studio.page.mouse.click(x, y));
  assert.ok(over > 0, "some lay over text fields");
  studio.assertClean();
});

test("every option of the recipe's lists is chosen by a finger on a phone", async (t) => {
  const studio = await opened(t, { query: "preset=classroom&images=1000", touch: true, viewport: { width: 390, height: 844 } });
  await studio.press("tab", "Recipe");
  let over = 0;
  for (const { id } of await recipeLists(studio)) over += await chooseEach(studio, id, (x, y) => studio.page.touchscreen.tap(x, y));
  assert.ok(over > 0, "some lay over text fields");
  studio.assertClean();
});

test("a press beside an open list closes it, as Escape does, and opens no field", async (t) => {
  const studio = await opened(t, { query: "preset=classroom&images=1000" });
  const list = async () => studio.byId("recipe/hidden/list");
  for (const away of ["beside", "Escape"]) {
    await scrollTo(studio, "recipe/hidden");
    await studio.page.mouse.click(...middle(await studio.byId("recipe/hidden")));
    await until("the list is open", list);
    const box = await list();
    const inside = ({ x, y, w, h }) => x < box.x + box.w && x + w > box.x && y < box.y + box.h && y + h > box.y;
    const field = (await studio.items()).find((one) => one.role === "spinbutton" && one.y > 60 && one.y < 800 && one.w > 0 && !inside(one));
    if (away === "beside") await studio.page.mouse.click(...middle(field));
    else await studio.page.keyboard.press("Escape");
    await until("the list is closed", async () => !(await list()));
    assert.equal(await typing(studio), false);
  }
  studio.assertClean();
});

test("a field that is scrolled away, clipped or under a sheet is not opened through what covers it", async (t) => {
  const studio = await opened(t, { query: "preset=classroom&images=1000", viewport: { width: 1024, height: 600 } });
  const recipe = await studio.byId("recipe");
  const title = await studio.byId("recipe/title");
  const isField = ({ id, role }) => id.startsWith("recipe/") && ["textbox", "spinbutton"].includes(role);
  // The panel's heading stands still over what scrolls under it.
  const behind = async () => (await studio.items()).filter((one) => isField(one) && Math.abs(one.y + one.h / 2 - title.y - title.h / 2) < 12);
  await studio.page.mouse.move(recipe.x + 40, recipe.y + recipe.h / 2);
  let field;
  for (let turns = 0; turns < 200 && !field; ++turns) {
    await studio.page.mouse.wheel({ deltaY: 20 });
    [field] = await behind();
  }
  assert.ok(field, "a field was scrolled behind the heading");
  await studio.page.mouse.click(field.x + 6, field.y + field.h / 2);
  await studio.drawn();
  assert.equal(await typing(studio), false, field.id);
  const seen = (await studio.items()).find(({ role, y, h }) => role === "spinbutton" && y > 100 && y + h < recipe.y + recipe.h);
  await studio.page.keyboard.press("h");
  const sheet = await studio.item("dialog", /./);
  await studio.page.mouse.click(...middle(seen));
  await studio.drawn();
  assert.equal(await typing(studio), false, "under the sheet");
  await studio.page.mouse.click(sheet.x + 30, sheet.y + sheet.h - 20);
  await studio.drawn();
  assert.equal(await typing(studio), false, "under the sheet's own ground");
  studio.assertClean();
});
