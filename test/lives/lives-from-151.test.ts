import { testLives } from "../simulation/test-lives.ts";

testLives(151, 50);
