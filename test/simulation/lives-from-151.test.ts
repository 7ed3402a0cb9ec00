import { testLives } from "./test-lives.ts";

testLives(151, 50);
