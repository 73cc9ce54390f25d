import { expect, test } from "vitest";
import { News } from "../src/news";
import { MemoryStorage } from "./storage";

test("a first visit starts at what the page was rendered with; news are told once", () => {
  const storage = new MemoryStorage();
  const news = new News("s", 40, storage);
  expect(news.path).toBe("/s/s/live?after=40");
  expect([41, 41, 39, 44].map((event) => news.hear(event))).toEqual([true, false, false, true]);
  expect(news.path).toBe("/s/s/live?after=44");
});

test("a later page of the browser asks for what was said while none was open", () => {
  const storage = new MemoryStorage();
  new News("s", 40, storage).hear(41);
  expect(new News("s", 45, storage).path).toBe("/s/s/live?after=41");
  expect(new News("another", 45, storage).path).toBe("/s/another/live?after=45");
});

test("without storage the page itself still counts", () => {
  const news = new News("s", 0, null);
  expect([news.hear(1), news.hear(1), news.path]).toEqual([true, false, "/s/s/live?after=1"]);
});
