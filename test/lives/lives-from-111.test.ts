import { testLives } from "../simulation/lives/test-lives.ts";

testLives(111, 90);
