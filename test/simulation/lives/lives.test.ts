import { testLives } from "./test-lives.ts";

testLives(1, 20);
