import { testLives } from "../simulation/test-lives.ts";

testLives(111, 90);
