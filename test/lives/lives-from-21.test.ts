import { testLives } from "../simulation/test-lives.ts";

testLives(21, 90);
