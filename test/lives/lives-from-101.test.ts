import { testLives } from "../simulation/test-lives.ts";

testLives(101, 50);
