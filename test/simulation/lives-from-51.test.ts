import { testLives } from "./test-lives.ts";

testLives(51, 50);
