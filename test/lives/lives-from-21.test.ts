import { testLives } from "../simulation/lives/test-lives.ts";

testLives(21, 90);
