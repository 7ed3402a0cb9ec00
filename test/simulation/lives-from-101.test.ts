import { testLives } from "./test-lives.ts";

testLives(101, 50);
