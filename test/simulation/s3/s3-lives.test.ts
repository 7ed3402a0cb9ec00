import { testS3Lives } from "./s3-lives.ts";

testS3Lives(1, 5);
