import { testLives } from "../simulation/test-lives.ts";

testLives(51, 50);
